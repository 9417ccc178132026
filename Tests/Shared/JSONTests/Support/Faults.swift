import Identifiers
import JSON

/// The faults a text has as a type, each as `pointer code`, in the order they are reported; empty when it is fine.
func faults<Value>(
    _ type: JSONType<Value>, _ text: String, as side: JSONSide = .server, limits: JSONLimits = .standard
) -> [String] {
    do throws(JSONFaults) {
        _ = try type.decode(Array(text.utf8), limits: limits, as: side)
        return []
    } catch {
        return error.list.map { "\($0.pointer) \($0.code.rawValue)" }
    }
}

/// The text of a value.
func text<Value>(
    _ type: JSONType<Value>, _ value: Value, as side: JSONSide = .server, maskingAbove: DataClassification? = nil
) -> String {
    String(decoding: type.encoded(value, as: side, maskingAbove: maskingAbove), as: UTF8.self)
}

func decoded<Value>(
    _ type: JSONType<Value>, _ text: String, as side: JSONSide = .server
) throws -> Value {
    try type.decode(Array(text.utf8), as: side)
}
