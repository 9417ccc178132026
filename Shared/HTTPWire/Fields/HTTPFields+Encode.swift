public import Bytes

extension HTTPFields {
    /// Appends every line as `Name: value` with its line end, without the empty line that ends a head.
    public func encode(into out: inout [UInt8]) {
        encode(into: &out) { _ in true }
    }

    /// Appends every line but those whose name is in `omitted`. With `omitsConnectionNamed`, the fields that a
    /// `Connection` field lists are left out too, which is what a proxy owes (RFC 9110 section 7.6.1).
    public func encode(into out: inout [UInt8], omitting omitted: HTTPFieldNameSet, omitsConnectionNamed: Bool = false)
    {
        guard omitsConnectionNamed, present.contains(.connection) else {
            return encode(into: &out) { line in line.known.map { !omitted.contains($0) } ?? true }
        }
        var known = omitted
        var custom: [Range<Int>] = []
        let text = bytes.span
        for entry in entries where entry.token == HTTPKnownFieldName.connection.rawValue {
            var start = Int(entry.valueStart)
            let value = text.extracting(0..<entry.value.upperBound)
            while start < value.count {
                let end = Self.elementEnd(value, from: start)
                let element = Self.trimmed(value, start..<end)
                if let name = HTTPKnownFieldName(spelled: value.extracting(element)) {
                    known.insert(name)
                } else if !element.isEmpty {
                    custom.append(element)
                }
                start = end + 1
            }
        }
        encode(into: &out) { line in
            if let name = line.known { return !known.contains(name) }
            for name in custom
            where HTTPFieldSyntax.areEqual(text.extracting(name), text.extracting(line.name)) {
                return false
            }
            return true
        }
    }

    /// Appends the lines for which `isKept` holds. Lines that lie next to each other and are written as they would be
    /// written again go out in one copy.
    @inlinable
    @inline(__always)
    public func encode(into out: inout [UInt8], where isKept: (HTTPFieldLine) -> Bool) {
        var run = 0..<0
        for entry in entries where isKept(HTTPFieldLine(entry)) {
            if entry.isCanonical, Int(entry.nameStart) == run.upperBound, !run.isEmpty {
                run = run.lowerBound..<entry.lineEnd
                continue
            }
            if !run.isEmpty { out.append(bytes, in: run) }
            if entry.isCanonical {
                run = Int(entry.nameStart)..<entry.lineEnd
            } else {
                run = 0..<0
                out.append(bytes, in: entry.name)
                out.append(": ")
                out.append(bytes, in: entry.value)
                out.append("\r\n")
            }
        }
        if !run.isEmpty { out.append(bytes, in: run) }
    }
}

extension [UInt8] {
    /// Appends one field line without a table: for encoders that write straight into an output buffer. Nothing is
    /// written when the value is refused.
    public mutating func append(field name: HTTPFieldName, _ value: Span<UInt8>) throws(HTTPFieldFault) {
        guard HTTPFieldSyntax.isValue(value) else { throw .valueMalformed }
        name.encode(into: &self)
        append(": ")
        append(span: value)
        append("\r\n")
    }

    /// Appends one field line with a decimal number.
    @inlinable
    public mutating func append(field name: HTTPFieldName, decimal value: some FixedWidthInteger) {
        name.encode(into: &self)
        append(": ")
        append(decimal: value)
        append("\r\n")
    }
}
