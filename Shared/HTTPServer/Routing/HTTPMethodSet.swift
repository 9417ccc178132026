import Bytes
public import HTTPWire

/// Methods as bits, in the order of their declaration.
public struct HTTPMethodSet: Sendable, Hashable, ExpressibleByArrayLiteral {
    private var bits: UInt16 = 0

    public init(arrayLiteral methods: HTTPMethod...) {
        for method in methods { insert(method) }
    }

    /// Whether `method` is in the set.
    public func contains(_ method: HTTPMethod) -> Bool {
        bits & 1 << UInt16(method.rawValue) != 0
    }

    /// Adds `method`.
    public mutating func insert(_ method: HTTPMethod) {
        bits |= 1 << UInt16(method.rawValue)
    }

    /// Appends the value of an `Allow` field.
    public func appendAllow(to out: inout [UInt8]) {
        var isFirst = true
        for method in HTTPMethod.allCases where contains(method) {
            if !isFirst { out.append(", ") }
            out.append(method.name)
            isFirst = false
        }
    }

    /// The value of an `Allow` field.
    public var text: String {
        var bytes: [UInt8] = []
        appendAllow(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
