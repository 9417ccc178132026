/// Which media types the sender of a request can do with (RFC 9110 section 12.5.1).
extension HTTPFields {
    /// Whether `Accept` allows `mediaType`, such as `application/json`: by the most precise of the ranges that cover it,
    /// unless its weight is zero. Without the field, or with one that has no range at all, everything is allowed.
    /// Parameters other than the weight are not looked at: what we send has none that anybody would choose by.
    public func allows(mediaType: String) -> Bool {
        guard contains(.accept) else { return true }
        let type = mediaType.prefix { $0 != ";" && $0 != " " }
        let wanted = type.utf8.span
        var (best, isAllowed, hasRange) = (-1, false, false)
        forEachElement(.accept) { element in
            guard let range = MediaRange(element) else { return }
            hasRange = true
            let precision = range.precision(for: wanted, in: element)
            guard precision >= best, precision >= 0 else { return }
            isAllowed = range.isWanted || (precision == best && isAllowed)
            best = precision
        }
        return isAllowed || !hasRange
    }
}

/// One element of `Accept`.
private struct MediaRange {
    private let type: Range<Int>
    private let subtype: Range<Int>
    /// Whether its weight is above zero.
    let isWanted: Bool

    /// Nil for what is no media range.
    init?(_ element: borrowing Span<UInt8>) {
        let end = Self.first(UInt8(ascii: ";"), in: element, from: 0)
        let name = HTTPFields.trimmed(element, 0..<end)
        let slash = Self.first(UInt8(ascii: "/"), in: element, from: name.lowerBound)
        guard name.lowerBound < slash, slash + 1 < name.upperBound else { return nil }
        (type, subtype) = (name.lowerBound..<slash, (slash + 1)..<name.upperBound)
        isWanted = !Self.hasNoWeight(element, from: end)
    }

    /// 2 for the type itself, 1 for all of its kind, 0 for everything, -1 for another one.
    func precision(for wanted: borrowing Span<UInt8>, in element: borrowing Span<UInt8>) -> Int {
        let slash = Self.first(UInt8(ascii: "/"), in: wanted, from: 0)
        if Self.isStar(element, type) { return Self.isStar(element, subtype) ? 0 : -1 }
        guard HTTPFieldSyntax.areEqual(element.extracting(type), wanted.extracting(..<slash)) else { return -1 }
        if Self.isStar(element, subtype) { return 1 }
        return HTTPFieldSyntax.areEqual(element.extracting(subtype), wanted.extracting((slash + 1)...)) ? 2 : -1
    }

    /// Whether a parameter says `q=0`, with up to three zeros behind the point.
    private static func hasNoWeight(_ element: borrowing Span<UInt8>, from start: Int) -> Bool {
        var start = start
        while start < element.count {
            let end = first(UInt8(ascii: ";"), in: element, from: start + 1)
            let parameter = HTTPFields.trimmed(element, (start + 1)..<end)
            if parameter.count >= 3, element[parameter.lowerBound] | 0x20 == UInt8(ascii: "q"),
                element[parameter.lowerBound + 1] == UInt8(ascii: "=")
            {
                return (parameter.lowerBound + 2..<parameter.upperBound).allSatisfy {
                    element[$0] == UInt8(ascii: "0") || element[$0] == UInt8(ascii: ".")
                }
            }
            start = end
        }
        return false
    }

    private static func isStar(_ element: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.count == 1 && element[range.lowerBound] == UInt8(ascii: "*")
    }

    private static func first(_ byte: UInt8, in span: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < span.count, span[index] != byte { index += 1 }
        return index
    }
}
