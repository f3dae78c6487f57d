//! A client's requests, proven by what its keeper has.

use std::sync::Arc;

use jiff::Timestamp;

use super::chain::Found;
use super::context::Context;
use super::keeper::Keeper;
use crate::error::Error;
use crate::transport::Prover;

/// Proves each try of a call anew.
pub(crate) struct Caller<'a> {
    pub(crate) keeper: &'a Keeper,
    pub(crate) context: Context<'a>,
    /// The project of the request, which a signature covers.
    pub(crate) project_id: Option<&'a str>,
}

impl Prover for Caller<'_> {
    type Proof = Arc<Found>;

    async fn proof(&self) -> Result<Arc<Found>, Error> {
        self.keeper.get(&self.context).await
    }

    fn apply(
        &self,
        proof: &Arc<Found>,
        request: &mut reqwest::Request,
        now: Timestamp,
    ) -> Result<(), String> {
        proof.identity.apply(request, self.project_id, now)
    }

    async fn renew(&self, refused: &Arc<Found>) -> bool {
        self.keeper.replace(refused, &self.context).await.is_some()
    }
}

#[cfg(test)]
mod tests;
