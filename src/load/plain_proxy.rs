//! Plain http through an HTTP proxy: the request goes to the proxy with its whole address (RFC 9112, section 3.2.2, absolute
//! form). ureq knows only tunnels (CONNECT), which many proxies refuse for any port but 443.

use base64::Engine as _;
use std::fmt::Write as _;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport};
use ureq::{Error, Proxy, ProxyProtocol};

/// First connector of the chain: connects plain http to the proxy, and leaves everything else to ureq's connectors.
#[derive(Debug)]
pub(super) struct PlainProxy {
    rest: DefaultConnector,
    /// Configuration of the connection to the proxy, which itself goes through none.
    direct: Config,
}

impl PlainProxy {
    pub(super) fn new(direct: Config) -> Self {
        Self { rest: DefaultConnector::default(), direct }
    }
}

impl Connector<()> for PlainProxy {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails<'_>, made: Option<()>) -> Result<Option<Self::Out>, Error> {
        let is_plain = details.uri.scheme_str() == Some("http");
        let proxy = details
            .config
            .proxy()
            .filter(|proxy| is_plain && matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https));
        let Some(proxy) = proxy else { return self.rest.connect(details, made) };
        let to_proxy = ConnectionDetails {
            uri: proxy.uri(),
            addrs: details.resolver.resolve(proxy.uri(), &self.direct, details.timeout)?,
            config: &self.direct,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let inner = (details.run_connector)(&to_proxy)?;
        Ok(Some(Box::new(AbsoluteForm { inner, target: target(details.uri), headers: headers(proxy) })))
    }
}

/// Returns the part of the address before the path: `http://example.org`.
fn target(uri: &Uri) -> String {
    format!("http://{}", uri.authority().map_or("", |authority| authority.as_str()))
}

/// Returns the headers for the proxy itself: name and password.
fn headers(proxy: &Proxy) -> String {
    let mut headers = String::new();
    if let Some(name) = proxy.username() {
        let login = format!("{name}:{}", proxy.password().unwrap_or_default());
        let login = base64::prelude::BASE64_STANDARD.encode(login);
        // Writing to a String cannot fail.
        let _ = write!(headers, "Proxy-Authorization: Basic {login}\r\n");
    }
    headers
}

/// A connection to a proxy, on which each request is given its whole address.
#[derive(Debug)]
struct AbsoluteForm {
    inner: Box<dyn Transport>,
    target: String,
    headers: String,
}

impl Transport for AbsoluteForm {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let output = self.inner.buffers().output();
        let Some(whole) = output.get(..amount).and_then(|sent| absolute(sent, &self.target, &self.headers)) else {
            return self.inner.transmit_output(amount, timeout);
        };
        let most = output.len().max(1);
        for part in whole.chunks(most) {
            if let Some(room) = self.inner.buffers().output().get_mut(..part.len()) {
                room.copy_from_slice(part);
            }
            self.inner.transmit_output(part.len(), timeout)?;
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

/// Returns the start of a GET request with the whole address in its first line and more headers; `None` for other bytes.
fn absolute(sent: &[u8], target: &str, headers: &str) -> Option<Vec<u8>> {
    let rest = sent.strip_prefix(b"GET ").filter(|rest| rest.starts_with(b"/"))?;
    let end = rest.windows(2).position(|pair| pair == b"\r\n")? + 2;
    let (line, after) = rest.split_at(end);
    Some([b"GET ", target.as_bytes(), line, headers.as_bytes(), after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_to_proxy_holds_whole_address_and_login() {
        let proxy = Proxy::new("http://user:secret@proxy.example:3128").unwrap();
        let uri: Uri = "http://a.example:8080/page?x=1".parse().unwrap();
        let sent = absolute(b"GET /page?x=1 HTTP/1.1\r\nHost: a.example\r\n\r\n", &target(&uri), &headers(&proxy));
        let expected = "GET http://a.example:8080/page?x=1 HTTP/1.1\r\nProxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n\
                        Host: a.example\r\n\r\n";
        assert_eq!(String::from_utf8(sent.unwrap()).unwrap(), expected);
        assert_eq!(absolute(b"Accept: */*\r\n\r\n", "http://a.example", ""), None);
    }
}
