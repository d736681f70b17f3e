import Foundation

/// Where this system keeps the certificate authorities that it trusts. A libcurl built on Debian knows Debian's path only.
enum CertificateBundle {
    private static let knownPaths = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/ssl/cert.pem",  // Alpine
    ]

    /// `CURL_CA_BUNDLE` or `SSL_CERT_FILE` where one is set, else the first known file that exists.
    /// Nil leaves libcurl its built-in path.
    static func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        let chosen = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].compactMap { environment[$0] }.first { !$0.isEmpty }
        return chosen ?? knownPaths.first(where: FileInfo.isReadable)
    }
}
