/// A place that may break a rule, and why. An entry that is no longer needed fails the suite.
struct Exemption: Sendable, CustomStringConvertible {
    let rule: String
    /// A file, or a folder ending in a slash.
    let path: String
    let reason: String

    init(_ rule: String, _ path: String, _ reason: String) {
        (self.rule, self.path, self.reason) = (rule, path, reason)
    }

    func covers(_ finding: Finding) -> Bool {
        rule == finding.rule && (path.hasSuffix("/") ? finding.path.hasPrefix(path) : finding.path == path)
    }

    var description: String { "\(rule) in \(path): \(reason)" }

    static let all: [Exemption] = [
        Exemption(
            "SQL in its place", "Shared/LocalPostgres/PostgresServer+Faults.swift",
            "what a test does to its private server, through psql; no program of ours links it")
    ]
}
