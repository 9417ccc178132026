import Bytes

/// Fields whose value is a comma-separated list, possibly over several lines (RFC 9110 section 5.6.1).
extension HTTPFields {
    /// Whether the fields say `Connection: keep-alive` in one line and nothing else of the connection: what most servers
    /// send, and no list to be taken apart.
    public var saysOnlyKeepAlive: Bool {
        guard present.contains(.connection), let index = firstIndex(named: .connection, from: 0) else { return false }
        let value = bytes.span.extracting(entries[index].value)
        // "keep-ali" and "ve".
        return value.count == 10 && value.word(at: 0).lowerCased == 0x696c_612d_7065_656b
            && value[8] | 0x20 == UInt8(ascii: "v") && value[9] | 0x20 == UInt8(ascii: "e")
            && firstIndex(named: .connection, from: index + 1) == nil
    }

    /// Whether a list field named `name` holds `token`, in any case. Parameters of an element are not looked at:
    /// `keep-alive;x=1` is not `keep-alive`.
    public func hasToken(_ name: HTTPFieldName, _ token: String) -> Bool {
        if let known = name.known, !present.contains(known) { return false }
        let wanted = token.utf8Span.span
        var found = false
        forEachElement(name) { element in
            found = found || HTTPFieldSyntax.areEqual(element, wanted)
        }
        return found
    }

    /// Calls `body` with each non-empty element of every line named `name`, without surrounding white space. Commas
    /// inside quoted strings do not separate.
    public func forEachElement<Failure: Error>(
        _ name: HTTPFieldName, _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let text = bytes.span
        var from = 0
        while let index = firstIndex(named: name, from: from) {
            let value = text.extracting(entries[index].value)
            var start = 0
            while start < value.count {
                let end = Self.elementEnd(value, from: start)
                let element = Self.trimmed(value, start..<end)
                if !element.isEmpty { try body(value.extracting(element)) }
                start = end + 1
            }
            from = index + 1
        }
    }

    /// Whether a `Connection` field names one of `protected`, or one of the custom names in `custom`. A sender that
    /// does so asks a proxy to strip a field the next hop relies on; the answer is 400.
    public func connectionNames(anyOf protected: HTTPFieldNameSet, custom: [HTTPFieldName] = []) -> Bool {
        guard present.contains(.connection) else { return false }
        var found = false
        forEachElement(.connection) { element in
            if let known = HTTPKnownFieldName(spelled: element) {
                found = found || protected.contains(known)
            } else {
                for case .custom(let name) in custom.map(\.storage)
                where HTTPFieldSyntax.areEqual(name.span, element) {
                    found = true
                }
            }
        }
        return found
    }

    /// Where the element beginning at `start` ends: at a comma outside quotes or at the end.
    static func elementEnd(_ value: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        var isQuoted = false
        while index < value.count {
            let byte = value[index]
            if isQuoted {
                if byte == UInt8(ascii: "\\") { index += 1 }
                if byte == UInt8(ascii: "\"") { isQuoted = false }
            } else if byte == UInt8(ascii: ",") {
                return index
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            }
            index += 1
        }
        return value.count
    }

    /// `range` without the spaces and tabs at its ends.
    static func trimmed(_ value: borrowing Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, HTTPFieldSyntax.isBlank(value[start]) { start += 1 }
        while start < end, HTTPFieldSyntax.isBlank(value[end - 1]) { end -= 1 }
        return start..<end
    }
}
