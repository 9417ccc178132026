extension HTTPHeadReader.Rules {
    /// Trailers have limits of their own, and repeating a field in them is harmless because what matters is dropped.
    static func trailers(_ limits: HTTPWireLimits) -> HTTPHeadReader.Rules {
        HTTPHeadReader.Rules(
            singular: [], refusesUnderscores: true, lineBytesMax: limits.trailerSectionBytesMax,
            sectionBytesMax: limits.trailerSectionBytesMax, linesMax: limits.trailersMax,
            sectionFault: .trailerSectionTooLong, linesFault: .trailersTooMany)
    }
}

extension HTTPHeadReader {
    /// Hands over the trailers just read without those that may not be trailers; nil when none is left.
    mutating func takeTrailers(_ bytes: consuming [UInt8]) -> HTTPFields? {
        var fields = takeFields(bytes)
        fields.removeAll(in: .forbiddenInTrailers)
        return fields.isEmpty ? nil : fields
    }
}

extension HTTPFields {
    /// Several `Cookie` lines become one (RFC 9113 section 8.2.3 joins them the same way), because what reads cookies
    /// looks at one line. Empty ones add nothing: joined, they would leave a space at the end of the value.
    mutating func joinCookies() {
        guard present.contains(.cookie), count(.cookie) > 1 else { return }
        var joined: [UInt8] = []
        for entry in entries where entry.token == HTTPKnownFieldName.cookie.rawValue && entry.valueCount > 0 {
            if !joined.isEmpty { joined.append(contentsOf: [UInt8(ascii: ";"), UInt8(ascii: " ")]) }
            joined.append(contentsOf: bytes[entry.value])
        }
        removeAll(.cookie)
        appendChecked(.cookie, joined.span)
    }
}
