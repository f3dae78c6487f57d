//! Faults on real sockets, each driven through a walk: it ends with every task once, or with an error that says
//! how far it got and from where it goes on.

mod bodies;
mod certificates;
mod connecting;
mod environment;
mod fault;
mod front;
mod heads;
mod pages;
mod proxies;
mod proxy;
mod server;
mod statuses;
mod table;
mod telling;
mod tls;
mod waiting;
mod walking;
