//! Who proves, try by try, who is asking.

use jiff::Timestamp;

use crate::error::Error;

/// Has a proof for each try of a call.
pub(crate) trait Prover: Sync {
    type Proof: Send + Sync;

    /// A proof that is good now.
    fn proof(&self) -> impl Future<Output = Result<Self::Proof, Error>> + Send;

    /// Puts the proof on a request; the reason if it cannot be sent.
    fn apply(
        &self,
        proof: &Self::Proof,
        request: &mut reqwest::Request,
        now: Timestamp,
    ) -> Result<(), String>;

    /// Whether there is another proof in place of one that was refused.
    fn renew(&self, refused: &Self::Proof) -> impl Future<Output = bool> + Send;
}

/// Asks without a proof.
pub(crate) struct Nobody;

impl Prover for Nobody {
    type Proof = ();

    async fn proof(&self) -> Result<(), Error> {
        Ok(())
    }

    fn apply(&self, (): &(), _: &mut reqwest::Request, _: Timestamp) -> Result<(), String> {
        Ok(())
    }

    async fn renew(&self, (): &()) -> bool {
        false
    }
}
