/// One place where the house style is not kept, and what to write instead.
struct Finding: Sendable, CustomStringConvertible {
    let rule: String
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message) [\(rule)]" }
}
