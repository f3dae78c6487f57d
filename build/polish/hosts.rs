//! Where the services beside this one are, as tables.

use quote::quote;
use syn::ItemMod;

use super::ident;
use crate::spec::Service;

pub fn directories(services: &[Service]) -> ItemMod {
    let directories = services.iter().map(|service| {
        let (constant, form) = (service.name.to_uppercase(), &service.form);
        let name = ident(&constant);
        let global = match &service.global {
            Some(url) => quote!(::std::option::Option::Some(#url)),
            None => quote!(::std::option::Option::None),
        };
        let hosts = service.hosts.iter().map(|host| {
            let (region, url, derived) = (&host.region, &host.url, host.derived);
            quote!((#region, #url, #derived))
        });
        quote! {
            pub const #name: Directory = Directory {
                service: #constant,
                form: #form,
                global: #global,
                hosts: &[#(#hosts),*],
            };
        }
    });
    syn::parse_quote! {
        /// Where the services beside this one are.
        pub(crate) mod hosts {
            use crate::regions::Directory;
            #(#directories)*
        }
    }
}
