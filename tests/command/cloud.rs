//! A simulator for the command, and what a user's machine says about credentials.

use std::fs;
use std::process::Command;

use swr_gc::simulator::{Simulator, SimulatorBuilder};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::run::{Ran, Running, command};

/// Serves as long as it is kept.
pub struct Cloud {
    pub simulator: Simulator,
    home: TempDir,
    _runtime: Runtime,
}

impl Cloud {
    pub fn start() -> Self {
        Self::with(Simulator::builder())
    }

    pub fn with(builder: SimulatorBuilder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime can be built");
        let simulator = runtime.block_on(builder.start()).expect("the simulator starts");
        Self { simulator, home: tempfile::tempdir().expect("a folder"), _runtime: runtime }
    }

    /// Writes a file below the home folder.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.home.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    /// The command with the endpoints of this cloud, and no credentials yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let endpoint = self.simulator.endpoint();
        let mut command = command(arguments);
        for name in ["SWR_GC_ENDPOINT", "HUAWEICLOUD_SDK_IAM_ENDPOINT", "HUAWEICLOUD_SDK_STS_ENDPOINT"] {
            command.env(name, &endpoint);
        }
        command.env("SWR_GC_REGION", self.simulator.region());
        command.env("SWR_GC_INSTANCE", self.simulator.instance_id());
        command.env(super::run::HOME, self.home.path());
        command
    }

    /// Runs the command with these variables.
    pub fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let mut command = self.command(arguments);
        command.envs(variables.iter().copied());
        Running::start(command).finish()
    }

    /// The variables of its access key.
    pub fn key(&self) -> [(&str, &str); 2] {
        let simulator = &self.simulator;
        [("HUAWEICLOUD_SDK_AK", simulator.access_key()), ("HUAWEICLOUD_SDK_SK", simulator.secret_key())]
    }

    /// Those of the user without permission.
    pub fn forbidden_key(&self) -> [(&str, &str); 2] {
        let simulator = &self.simulator;
        [
            ("HUAWEICLOUD_SDK_AK", simulator.forbidden_access_key()),
            ("HUAWEICLOUD_SDK_SK", simulator.forbidden_secret_key()),
        ]
    }
}
