//! Root certificates: the bundled ones, or those in the file named by `SSL_CERT_FILE`, as with OpenSSL and curl,
//! which a company's own authority needs.

use super::error::Failure;
use crate::bounded_read;
use std::env;
use std::path::PathBuf;
use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

/// Returns the certificates to trust.
///
/// # Errors
///
/// `SSL_CERT_FILE` names an unreadable file or one without certificates; the bundled ones are then not used either.
pub(super) fn load() -> Result<RootCerts, Failure> {
    let Some(file) = env::var_os("SSL_CERT_FILE").filter(|file| !file.is_empty()).map(PathBuf::from) else {
        return Ok(RootCerts::WebPki);
    };
    let failed = |why: &str| {
        let name = file.display();
        Failure::NoRootCerts(format!("{name} {why}"))
    };
    let pem = bounded_read::read_bytes(&file).map_err(|error| failed(&format!("cannot be read ({error})")))?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(failed("holds no certificates in PEM form"));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}
