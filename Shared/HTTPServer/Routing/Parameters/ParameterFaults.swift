public import JSON
public import PlatformProtocol

/// Collects what is wrong with the parameters of a request. A fault's pointer names the parameter as if the request were
/// one document: `/query/status`, and `/query/state/1` for the second of several values.
struct ParameterFaults {
    private(set) var list: [JSONFault] = []
    /// The parameter that is being read.
    var name = ""
    /// Which of its values, where it has several.
    var element: Int?

    /// Notes that the value being read is not acceptable. The message must not repeat it.
    mutating func add(_ code: JSONFault.Code, _ message: String) {
        add(code, message, name)
    }

    /// Notes a fault of the parameter `name`.
    mutating func add(_ code: JSONFault.Code, _ message: String, _ name: String) {
        guard list.count < RoutingLimits.parameterFaultsMax else { return }
        var pointer = "/query/"
        // An unknown name is the sender's own and may be as long as a target.
        for character in name.unicodeScalars.prefix(RoutingLimits.faultNameLengthMax) {
            switch character {
            case "~": pointer += "~0"
            case "/": pointer += "~1"
            default: pointer.unicodeScalars.append(character)
            }
        }
        if let element { pointer += "/\(element)" }
        list.append(JSONFault(pointer: pointer, code: code, message: message))
    }

    mutating func value<Value>(of result: Result<Value, JSONFault>) -> Value? {
        switch result {
        case .success(let value): return value
        case .failure(let fault):
            add(fault.code, fault.message)
            return nil
        }
    }
}

extension JSONFault.Code {
    /// A single parameter was given more than once.
    public static let duplicateParameter: Self = "duplicate_parameter"
    /// A parameter that has to be there is not.
    public static let missingParameter: Self = "missing_parameter"
    /// The operation has no parameter of this name.
    public static let unknownParameter: Self = "unknown_parameter"
}

extension Problem {
    /// Parameters of the query that are unknown, repeated, missing or have a value they may not have: every one at once.
    public static func invalidParameters(_ faults: [JSONFault]) -> Problem {
        Problem(.invalidParameter, violations: faults)
    }
}
