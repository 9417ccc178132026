import Bytes
import HTTPWire

/// Methods as bits, in the order of their declaration.
struct HTTPMethodSet: Sendable, Hashable, ExpressibleByArrayLiteral {
    private var bits: UInt16 = 0

    init(arrayLiteral methods: HTTPMethod...) {
        for method in methods { insert(method) }
    }

    func contains(_ method: HTTPMethod) -> Bool {
        bits & 1 << UInt16(method.rawValue) != 0
    }

    mutating func insert(_ method: HTTPMethod) {
        bits |= 1 << UInt16(method.rawValue)
    }

    /// Appends the value of an `Allow` field.
    func appendAllow(to out: inout [UInt8]) {
        var isFirst = true
        for method in HTTPMethod.allCases where contains(method) {
            if !isFirst { out.append(", ") }
            out.append(method.name)
            isFirst = false
        }
    }
}
