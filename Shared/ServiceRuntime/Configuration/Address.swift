/// A host and a port: `kafka:9092`, `127.0.0.1:8080`, `[::1]:8080`.
public struct HostPort: Sendable, Hashable, CustomStringConvertible {
    /// Without the brackets of an IPv6 address.
    public let host: String
    public let port: UInt16

    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = number(of: String(text[text.index(after: colon)...])).flatMap(UInt16.init(exactly:)),
            let host = hostName(text[..<colon])
        else { return nil }
        self.init(host: host, port: port)
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// An absolute URL of a service, without user, query or fragment: a password in it would end up in logs.
public struct EndpointURL: Sendable, Hashable, CustomStringConvertible {
    public let scheme: String
    public let host: String
    /// As given, or the scheme's own.
    public let port: UInt16
    /// Begins with a slash, or is empty.
    public let path: String

    init(scheme: String, host: String, port: UInt16, path: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    public init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<separator.lowerBound].lowercased()
        let rest = text[separator.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = String(rest[..<slash])
        let path = String(rest[slash...])
        guard let usual = Self.usualPorts[scheme],
            let address = HostPort(authority) ?? HostPort("\(authority):\(usual)"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
        else { return nil }
        self.init(scheme: scheme, host: address.host, port: address.port, path: path)
    }

    public var description: String { "\(scheme)://\(HostPort(host: host, port: port))\(path)" }

    private static let usualPorts: [String: UInt16] = ["http": 80, "https": 443]
}

/// A host as it may stand before a port: a name, an IPv4 address, or an IPv6 address in brackets.
private func hostName(_ text: Substring) -> String? {
    let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
    let host = isBracketed ? text.dropFirst().dropLast() : text
    guard (1...253).contains(host.utf8.count) else { return nil }
    let isValid = host.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "."):
            true
        case UInt8(ascii: ":"): isBracketed
        case UInt8(ascii: "g")...UInt8(ascii: "z"), UInt8(ascii: "G")...UInt8(ascii: "Z"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            !isBracketed
        default: false
        }
    }
    return isValid && (!isBracketed || host.contains(":")) ? String(host) : nil
}

extension SettingKind<HostPort> {
    public static var hostPort: SettingKind {
        SettingKind(
            "a host and port such as 127.0.0.1:8080 or [::1]:8080", standIn: HostPort(host: "", port: 0),
            parse: { HostPort($0) }, print: { $0.description })
    }
}

extension SettingKind<EndpointURL> {
    /// An absolute http or https URL.
    public static var url: SettingKind {
        SettingKind(
            "an http or https URL without user, query or fragment",
            standIn: EndpointURL(scheme: "http", host: "", port: 0, path: ""),
            parse: { EndpointURL($0) }, print: { $0.description })
    }
}
