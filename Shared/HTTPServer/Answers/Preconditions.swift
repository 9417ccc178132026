import Bytes
import Crypto
public import HTTPWire

extension Response {
    /// 304 instead of this answer when it is a representation the client has already: a GET or HEAD whose
    /// `If-None-Match` names our `ETag` (RFC 9110 section 13.1.2, weak comparison). `If-Modified-Since` is not
    /// consulted: every resource of ours has a version, and a date of one second's grain would hide changes.
    func unlessUnchanged(for head: HTTPRequestHead) -> Response {
        guard status == .ok, head.method == .get || head.method == .head,
            head.fields.contains(.ifNoneMatch), let tag = fields.first(.etag)
        else { return self }
        guard EntityTag.list(head.fields, .ifNoneMatch, contains: tag) else { return self }
        var unchanged = Response(.notModified)
        for name in [HTTPFieldName.etag, .cacheControl, .vary, .expires, .contentLocation] {
            for value in fields.all(name) {
                // The value stood in a field already, so it may stand in this one.
                try? unchanged.fields.append(name, value)
            }
        }
        return unchanged
    }
}

/// Entity tags as RFC 9110 section 8.8.3 writes them.
public enum EntityTag {
    /// Whether a list of tags, or `*`, names `tag` by weak comparison.
    static func list(_ fields: HTTPFields, _ name: HTTPFieldName, contains tag: String) -> Bool {
        let wanted = opaque(Substring(tag))
        return fields.all(name).contains { value in
            value == "*" || tags(in: value).contains { opaque($0) == wanted }
        }
    }

    /// Whether `If-Match` lets a change go ahead on what has `tag` now (strong comparison); nil when there is none.
    public static func permitsChange(_ fields: HTTPFields, of tag: String) -> Bool? {
        let values = fields.all(.ifMatch)
        guard !values.isEmpty else { return nil }
        return values.contains { value in
            value == "*" || !tag.hasPrefix("W/") && tags(in: value).contains { $0 == tag }
        }
    }

    /// The strong tag of a version.
    public static func of(version: Int) -> String {
        "\"\(version)\""
    }

    /// The strong tag of something that has no version: its own bytes decide.
    public static func of(content bytes: [UInt8]) -> String {
        var text: [UInt8] = [UInt8(ascii: "\"")]
        let digest = SHA256Digest(of: bytes.span).bytes
        text.append(hexOf: digest.span)
        text.append(UInt8(ascii: "\""))
        return String(decoding: text, as: UTF8.self)
    }

    /// Splits at the commas between tags; a comma inside a tag's quotes is part of it.
    private static func tags(in value: String) -> [Substring] {
        var tags: [Substring] = []
        var rest = Substring(value)
        while let start = rest.firstIndex(where: { $0 == "\"" || $0 == "W" }) {
            rest = rest[start...]
            guard let opening = rest.firstIndex(of: "\""),
                let closing = rest[rest.index(after: opening)...].firstIndex(of: "\"")
            else { break }
            tags.append(rest[...closing])
            rest = rest[rest.index(after: closing)...]
        }
        return tags
    }

    private static func opaque(_ tag: Substring) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
    }
}
