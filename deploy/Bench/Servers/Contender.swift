/// A server that takes part, and how it is started.
struct Contender {
    static let oursName = "ours"

    let name: String
    let version: String
    /// Whether it is here to verify tokens, and so has to refuse a forged one.
    var verifiesTokens = false
    let start: () throws -> Server

    var isOurs: Bool { name == Self.oursName }
}
