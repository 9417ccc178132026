/// References as RFC 3986 section 5.2 resolves them, as far as schemas use them.
enum SchemaURI {
    /// A URI before its fragment, and the fragment.
    static func split(_ uri: String) -> (uri: String, fragment: String) {
        guard let hash = uri.firstIndex(of: "#") else { return (uri, "") }
        return (String(uri[..<hash]), String(uri[uri.index(after: hash)...]))
    }

    /// What `reference` means in a document at `base`.
    static func resolve(_ reference: String, against base: String) -> String {
        if reference.isEmpty { return base }
        if reference.hasPrefix("#") { return split(base).uri + reference }
        if scheme(of: reference) != nil { return reference }
        let parts = parts(of: split(base).uri)
        if reference.hasPrefix("//") { return parts.scheme + reference }
        if reference.hasPrefix("/") { return parts.scheme + parts.authority + reference }
        let folder = parts.path.lastIndex(of: "/").map { parts.path[...$0] } ?? (parts.authority.isEmpty ? "" : "/")
        return parts.scheme + parts.authority + withoutDots(folder + reference)
    }

    /// Resolves `%XX`; what is not one stays.
    static func percentDecoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The scheme with its colon.
    private static func scheme(of uri: String) -> Substring? {
        guard let colon = uri.firstIndex(of: ":"), let first = uri.first, first.isLetter,
            uri[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || "+-.".contains($0) })
        else { return nil }
        return uri[...colon]
    }

    private static func parts(of uri: String) -> (scheme: Substring, authority: Substring, path: Substring) {
        let scheme = scheme(of: uri) ?? ""
        let rest = uri[scheme.endIndex...]
        let start = scheme.isEmpty ? uri.startIndex : scheme.endIndex
        guard rest.hasPrefix("//") else { return (scheme, "", uri[start...]) }
        let afterSlashes = uri.index(start, offsetBy: 2)
        let end = uri[afterSlashes...].firstIndex(of: "/") ?? uri.endIndex
        return (scheme, uri[start..<end], uri[end...])
    }

    private static func withoutDots(_ path: some StringProtocol) -> String {
        var kept: [Substring] = []
        for segment in String(path).split(separator: "/", omittingEmptySubsequences: false) {
            switch segment {
            case ".": break
            case "..": if kept.count > 1 { kept.removeLast() }
            default: kept.append(segment)
            }
        }
        return kept.joined(separator: "/")
    }
}
