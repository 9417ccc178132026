import Bytes

/// One `name=value` of a query, decoded.
public struct HTTPQueryItem: Sendable, Equatable {
    /// What stands before the equals sign.
    public let name: String
    /// What stands after it; empty when there is none.
    public let value: String

    /// An item with these two parts.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Why a query is refused (400).
public enum HTTPQueryFault: Error, Sendable, CaseIterable {
    /// More items than asked for.
    case itemsTooMany
    /// The decoded bytes are not UTF-8, or hold a NUL.
    case textMalformed

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .itemsTooMany: "query_items_too_many"
        case .textMalformed: "query_text_malformed"
        }
    }
}

extension HTTPTarget {
    /// How many items a query may have unless the caller says otherwise.
    public static let queryItemsMax = 100

    /// The items of the query in order, decoded as a form is: `+` is a space. Done only when asked for. Empty pieces
    /// (`a&&b`) are no items; repeated names are several items.
    public func queryItems(atMost itemsMax: Int = queryItemsMax) throws(HTTPQueryFault) -> [HTTPQueryItem] {
        var items: [HTTPQueryItem] = []
        let text = bytes.span
        let end = parts.query.range.upperBound
        var start = parts.query.range.lowerBound
        var decoded: [UInt8] = []
        while start < end {
            var stop = start
            while stop < end, text[stop] != UInt8(ascii: "&") { stop += 1 }
            if stop > start {
                guard items.count < itemsMax else { throw .itemsTooMany }
                var equals = start
                while equals < stop, text[equals] != UInt8(ascii: "=") { equals += 1 }
                let name = try Self.decodeForm(text, start..<equals, &decoded)
                let value = try Self.decodeForm(text, min(equals + 1, stop)..<stop, &decoded)
                items.append(HTTPQueryItem(name: name, value: value))
            }
            start = stop + 1
        }
        return items
    }

    private static func decodeForm(
        _ text: borrowing Span<UInt8>, _ range: Range<Int>, _ decoded: inout [UInt8]
    ) throws(HTTPQueryFault) -> String {
        decoded.removeAll(keepingCapacity: true)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = text[index]
            if byte == UInt8(ascii: "%") {
                guard let value = HTTPPercentEncoding.decode(text, at: index, before: range.upperBound), value != 0
                else { throw .textMalformed }
                decoded.append(value)
                index += 3
            } else {
                decoded.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        guard HTTPPercentEncoding.isUTF8(decoded.span) else { throw .textMalformed }
        return String(decoding: decoded, as: UTF8.self)
    }
}
