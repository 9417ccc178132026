import Bytes

extension JSONValue {
    /// Appends the value without whitespace, members in their order, numbers with the digits they have.
    public func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append("null")
        case .bool(let value): bytes.append(value ? "true" : "false")
        case .number(.integer(let value)): bytes.append(decimal: value)
        case .number(.decimal(let value)): value.append(to: &bytes)
        case .string(let value): appendQuoted(value, to: &bytes)
        case .array(let elements): appendList(elements, "[", "]", to: &bytes) { $0.write(to: &$1) }
        case .object(let object):
            appendList(object.members, "{", "}", to: &bytes) { member, bytes in
                appendQuoted(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
        }
    }

    /// Appends the one form that stands for this value, for hashing and signing: equal values have equal canonical
    /// bytes and different values different ones. As RFC 8785: no whitespace, members sorted by the UTF-16 code
    /// units of their names, strings with the fewest escapes, and not normalized. Numbers are exact decimals; their
    /// form is described at `JSONDecimal.appendCanonical`.
    public func writeCanonical(to bytes: inout [UInt8]) {
        switch self {
        case .null, .bool, .string, .number(.integer): write(to: &bytes)
        case .number(.decimal(let value)): value.appendCanonical(to: &bytes)
        case .array(let elements): appendList(elements, "[", "]", to: &bytes) { $0.writeCanonical(to: &$1) }
        case .object(let object):
            let sorted = object.members.sorted { isBefore($0.name, $1.name) }
            appendList(sorted, "{", "}", to: &bytes) { member, bytes in
                appendQuoted(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.writeCanonical(to: &bytes)
            }
        }
    }

    /// The bytes of `write(to:)`.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    /// The bytes of `writeCanonical(to:)`.
    public var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        writeCanonical(to: &bytes)
        return bytes
    }
}

private func appendList<Item>(
    _ items: [Item], _ open: StaticString, _ close: StaticString, to bytes: inout [UInt8],
    _ append: (Item, inout [UInt8]) -> Void
) {
    bytes.append(open)
    var isFirst = true
    for item in items {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        append(item, &bytes)
    }
    bytes.append(close)
}
