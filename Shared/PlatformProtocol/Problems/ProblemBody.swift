internal import Bytes
internal import JSON

/// The body of an error answer: RFC 9457 problem details, written straight to bytes.
public struct ProblemBody: Sendable {
    /// The value of Content-Type.
    public static let mediaType: StaticString = "application/problem+json"

    private let problem: Problem
    private let requestID: String
    private let traceID: String

    /// The body for a problem in one request. An empty trace id is left out.
    public init(_ problem: Problem, requestID: String, traceID: String) {
        self.problem = problem
        self.requestID = requestID
        self.traceID = traceID
    }

    /// Appends the body.
    public func write(to bytes: inout [UInt8]) {
        let code = problem.code
        bytes.append(#"{"type":"/problems/"#)
        bytes.append(text: code.rawValue)
        bytes.append(#"","title":""#)
        bytes.append(code.title)
        bytes.append(#"","status":"#)
        bytes.append(decimal: code.status)
        bytes.append(#","detail":"#)
        JSONValue.string(problem.detail ?? "\(code.explanation)").write(to: &bytes)
        bytes.append(#","instance":"#)
        JSONValue.string(requestID).write(to: &bytes)
        bytes.append(#","code":""#)
        bytes.append(text: code.rawValue)
        bytes.append(UInt8(ascii: "\""))
        if !traceID.isEmpty {
            bytes.append(#","traceId":"#)
            JSONValue.string(traceID).write(to: &bytes)
        }
        writeViolations(to: &bytes)
        writeExtensions(to: &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    private func writeViolations(to bytes: inout [UInt8]) {
        guard !problem.violations.isEmpty else { return }
        bytes.append(#","errors":["#)
        for (index, fault) in problem.violations.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(#"{"pointer":"#)
            JSONValue.string(fault.pointer).write(to: &bytes)
            bytes.append(#","code":"#)
            JSONValue.string(fault.code.rawValue).write(to: &bytes)
            bytes.append(#","message":"#)
            JSONValue.string(fault.message).write(to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func writeExtensions(to bytes: inout [UInt8]) {
        for member in problem.extensions.members where !Self.standard.contains(member.name) {
            bytes.append(UInt8(ascii: ","))
            JSONValue.string(member.name).write(to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            member.value.write(to: &bytes)
        }
    }

    /// An extension must not repeat a member: readers take the first, the last or none.
    private static let standard: Set = [
        "type", "title", "status", "detail", "instance", "code", "traceId", "errors",
    ]
}
