//! Guard against server-side request forgery: pages and redirects may reach public addresses only. The check is made
//! after DNS, on the address that is connected to.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Returns true for public addresses: not loopback, private, link-local, shared (CGNAT), unspecified, multicast or
/// reserved, nor an IPv6 form of such an IPv4 address (IANA's special-purpose registries, RFC 6890).
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    !(matches!(a, 0 | 10 | 127 | 224..=255)
        || matches!((a, b), (100, 64..=127) | (169, 254) | (172, 16..=31) | (192, 168) | (198, 18 | 19))
        || matches!((a, b, c), (192, 0, 0 | 2) | (192, 88, 99) | (198, 51, 100) | (203, 0, 113)))
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match v6.segments() {
        // Mapped addresses and the well-known NAT64 prefix: the embedded IPv4 address counts. 6to4 has it in the
        // middle.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            inner(high, low)
        }
        // Teredo, benchmarking, ORCHID and the rest of 2001::/23; documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // All public addresses are in 2000::/3: not ::, ::1, fc00::/7, fe80::/10, ff00::/8, local NAT64 ….
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// The error for an address that the request may not reach.
#[derive(Debug)]
pub(super) struct NotPublic;

impl std::error::Error for NotPublic {}

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a public address")
    }
}

/// The system's resolver, restricted to public addresses while `public_only` is set. It resolves each host once per
/// load: a host cannot answer with a public address first and with a local one after a redirect ("DNS rebinding").
#[derive(Debug)]
pub(super) struct PublicOnlyResolver<R = DefaultResolver> {
    public_only: Arc<AtomicBool>,
    known: Mutex<HashMap<String, Vec<SocketAddr>>>,
    names: R,
}

impl PublicOnlyResolver {
    /// Creates a resolver that is controlled through `public_only`.
    pub(super) fn new(public_only: Arc<AtomicBool>) -> Self {
        Self { public_only, known: Mutex::default(), names: DefaultResolver::default() }
    }
}

impl<R: Resolver> PublicOnlyResolver<R> {
    /// Returns the addresses of a host and port from the first time they were resolved.
    fn addresses(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<Vec<SocketAddr>, ureq::Error> {
        let place =
            format!("{}://{}", uri.scheme_str().unwrap_or_default(), uri.authority().map_or("", |at| at.as_str()));
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(&place) {
            return Ok(found.clone());
        }
        let found = self.names.resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(_) => ureq::Error::HostNotFound,
            other => other,
        })?;
        known().insert(place, found.to_vec());
        Ok(found.to_vec())
    }
}

impl<R: Resolver> Resolver for PublicOnlyResolver<R> {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let public_only = self.public_only.load(Ordering::SeqCst);
        let mut open = self.empty();
        for address in self.addresses(uri, config, timeout)? {
            if !public_only || is_public(address.ip()) {
                open.push(address);
            }
        }
        if open.is_empty() { Err(ureq::Error::Other(Box::new(NotPublic))) } else { Ok(open) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;
    use ureq::Agent;
    use ureq::unversioned::transport::{ConnectionDetails, Connector};

    /// A DNS server that answers each query with its next address, and repeats the last one.
    #[derive(Debug, Default)]
    struct Changing {
        answers: Vec<&'static str>,
        asked: Arc<AtomicUsize>,
    }

    impl Resolver for Changing {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let asked = self.asked.fetch_add(1, Ordering::SeqCst).min(self.answers.len() - 1);
            let mut found = self.empty();
            self.answers[asked].split(' ').for_each(|address| found.push(address.parse().unwrap()));
            Ok(found)
        }
    }

    /// A connector that records its targets.
    #[derive(Clone, Debug, Default)]
    struct Kept(Arc<Mutex<Vec<SocketAddr>>>);

    impl Connector for Kept {
        type Out = ();

        fn connect(&self, details: &ConnectionDetails<'_>, _: Option<()>) -> Result<Option<Self::Out>, ureq::Error> {
            self.0.lock().unwrap().extend(details.addrs.iter().copied());
            Err(ureq::Error::ConnectionFailed)
        }
    }

    /// Returns the targets of two requests for a host, and the number of DNS queries.
    fn connected(public_only: bool, answers: &[&'static str]) -> (Vec<String>, usize) {
        let (kept, asked) = (Kept::default(), Arc::new(AtomicUsize::new(0)));
        let resolver = PublicOnlyResolver {
            public_only: Arc::new(AtomicBool::new(public_only)),
            known: Mutex::default(),
            names: Changing { answers: answers.to_vec(), asked: Arc::clone(&asked) },
        };
        let agent = Agent::with_parts(Config::default(), kept.clone(), resolver);
        for path in ["a", "b"] {
            agent.get(format!("http://changing.example/{path}")).call().unwrap_err();
        }
        let kept = kept.0.lock().unwrap().iter().map(SocketAddr::to_string).collect();
        (kept, asked.load(Ordering::SeqCst))
    }

    #[test]
    fn resolver_pins_first_address_of_a_host() {
        let rebinding = ["1.1.1.1:80", "127.0.0.1:80"];
        assert_eq!(connected(true, &rebinding), (vec!["1.1.1.1:80".into(), "1.1.1.1:80".into()], 1));
        assert_eq!(connected(false, &rebinding), (vec!["1.1.1.1:80".into(), "1.1.1.1:80".into()], 1));
        assert_eq!(connected(true, &["127.0.0.1:80", "1.1.1.1:80"]), (vec![], 1));
        let both = ["10.0.0.1:80 1.1.1.1:80 [::1]:80 [2606:4700::1111]:80"];
        let public = ["1.1.1.1:80", "[2606:4700::1111]:80"].map(str::to_owned);
        assert_eq!(connected(true, &both), ([public.clone(), public].concat(), 1));
    }

    #[test]
    fn local_addresses_are_not_public() {
        for local in [
            "0.0.0.0",
            "127.0.0.1",
            "127.8.9.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:0:53aa::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(local.parse().unwrap()), "{local}");
        }
    }

    #[test]
    fn public_addresses_are_public() {
        for public in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "193.0.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
