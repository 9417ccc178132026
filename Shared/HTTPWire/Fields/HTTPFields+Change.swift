import Bytes

extension HTTPFields {
    /// Adds a line. Nothing is written when the value is refused.
    public mutating func append(_ name: HTTPFieldName, _ value: String) throws(HTTPFieldFault) {
        try append(name, value.utf8Span.span)
    }

    /// Adds a line. Nothing is written when the value is refused.
    public mutating func append(_ name: HTTPFieldName, _ value: [UInt8]) throws(HTTPFieldFault) {
        try append(name, value.span)
    }

    /// Adds a line. Nothing is written when the value is refused.
    public mutating func append(_ name: HTTPFieldName, _ value: Span<UInt8>) throws(HTTPFieldFault) {
        guard HTTPFieldSyntax.isValue(value) else { throw .valueMalformed }
        guard bytes.count + Self.nameBytesMax + value.count < Self.bytesMax else { throw .tooLong }
        addLine(name) { $0.append(span: value) }
    }

    /// Adds a line whose value stands in the source. A literal that is no field value is a mistake of ours and traps.
    public mutating func append(_ name: HTTPFieldName, literal value: StaticString) {
        let start = bytes.count
        addLine(name) { $0.append(value) }
        let entry = entries[entries.count - 1]
        precondition(
            bytes.count - start < Self.nameBytesMax && HTTPFieldSyntax.isValue(bytes.span.extracting(entry.value)),
            "a field value in the source must be valid")
    }

    /// Adds a line with a decimal number.
    public mutating func append(_ name: HTTPFieldName, decimal value: some FixedWidthInteger) {
        precondition(bytes.count < Self.bytesMax - 2 * Self.nameBytesMax, "a head of ours stays far below 4 GiB")
        addLine(name) { $0.append(decimal: value) }
    }

    /// Replaces every line named `name` by one, at the end.
    public mutating func set(_ name: HTTPFieldName, _ value: String) throws(HTTPFieldFault) {
        try set(name, value.utf8Span.span)
    }

    /// Replaces every line named `name` by one, at the end. Nothing changes when the value is refused.
    public mutating func set(_ name: HTTPFieldName, _ value: Span<UInt8>) throws(HTTPFieldFault) {
        guard HTTPFieldSyntax.isValue(value) else { throw .valueMalformed }
        removeAll(name)
        try append(name, value)
    }

    /// Takes away every line named `name`.
    public mutating func removeAll(_ name: HTTPFieldName) {
        if let known = name.known {
            guard present.contains(known) else { return }
            entries.removeAll { $0.token == known.rawValue }
            present.remove(known)
            return
        }
        while let index = firstIndex(named: name, from: 0) {
            entries.remove(at: index)
        }
    }

    /// Takes away every line whose name is in `names`.
    public mutating func removeAll(in names: HTTPFieldNameSet) {
        guard present.intersects(names) else { return }
        entries.removeAll { names.contains(token: $0.token) }
        present = present.subtracting(names)
    }

    /// Adds every line of `other`.
    public mutating func append(contentsOf other: HTTPFields) throws(HTTPFieldFault) {
        guard bytes.count + other.bytes.count < Self.bytesMax else { throw .tooLong }
        for entry in other.entries {
            let nameStart = bytes.count
            bytes.append(other.bytes, in: entry.name)
            addValue(nameStart: nameStart, token: entry.token) { $0.append(other.bytes, in: entry.value) }
        }
    }

    /// Adds a line made of values that have been checked already.
    mutating func appendChecked(_ name: HTTPFieldName, _ value: borrowing Span<UInt8>) {
        addLine(name) { $0.append(span: value) }
    }

    @inline(__always)
    private mutating func addLine(_ name: HTTPFieldName, value: (inout [UInt8]) -> Void) {
        let nameStart = bytes.count
        name.encode(into: &bytes)
        addValue(nameStart: nameStart, token: name.known?.rawValue ?? HTTPFieldEntry.customToken, value: value)
    }

    /// Adds what stands behind a name, and the entry of the line.
    @inline(__always)
    private mutating func addValue(nameStart: Int, token: UInt8, value: (inout [UInt8]) -> Void) {
        let nameEnd = bytes.count
        bytes.append(": ")
        let valueStart = bytes.count
        value(&bytes)
        let valueEnd = bytes.count
        bytes.append("\r\n")
        entries.append(
            HTTPFieldEntry(
                nameStart: nameStart, nameCount: nameEnd - nameStart, valueStart: valueStart,
                valueCount: valueEnd - valueStart, token: token, isCanonical: true))
        if let known = HTTPKnownFieldName(rawValue: token) { present.insert(known) }
    }
}
