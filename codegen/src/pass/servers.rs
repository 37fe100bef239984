//! `[servers]`: which server is asked by default.

use crate::{
    ir::{Api, Server},
    pointer::Pointer,
    report::Report,
    settings::{Settings, unmatched},
};

/// Puts the chosen server first, or the one that the description does not have in place of all.
pub(super) fn choose(api: &mut Api, settings: &Settings, report: &mut Report) {
    let wanted = &settings.servers;
    if let Some(url) = &wanted.url {
        api.servers = vec![Server {
            url: url.clone(),
            template: url.clone(),
            variables: Vec::new(),
            docs: None,
        }];
    }
    let Some(default) = &wanted.default else {
        return;
    };
    let found = api.servers.iter().position(|server| {
        let said = server.docs.as_deref().map(str::trim);
        server.template == *default || server.url == *default || said == Some(default)
    });
    match found {
        Some(index) => {
            let server = api.servers.remove(index);
            api.servers.insert(0, server);
        }
        None => {
            let known = api.servers.iter().map(|server| server.template.as_str());
            let at = Pointer::root().child("servers").child("default");
            let met = format!("no server is called `{default}`");
            report.push(unmatched(&at, met, default, known));
        }
    }
}
