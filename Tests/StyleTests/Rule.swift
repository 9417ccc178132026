import Testing

/// A named check.
struct Rule: Sendable, CustomTestStringConvertible {
    private enum Check: Sendable {
        case file(@Sendable (SourceFile) -> [(line: Int, message: String)])
        case repository(@Sendable (Repository) -> [(path: String, line: Int, message: String)])
    }

    let name: String
    private let check: Check

    /// A rule on Swift source that looks at one file at a time.
    static func swift(
        _ name: String, _ check: @escaping @Sendable (SourceFile) -> [(line: Int, message: String)]
    ) -> Rule {
        Rule(name: name, check: .file { $0.isSwift ? check($0) : [] })
    }

    /// A rule on any text file, one at a time.
    static func text(
        _ name: String, _ check: @escaping @Sendable (SourceFile) -> [(line: Int, message: String)]
    ) -> Rule {
        Rule(name: name, check: .file(check))
    }

    /// A rule on how files stand to each other.
    static func repository(
        _ name: String, _ check: @escaping @Sendable (Repository) -> [(path: String, line: Int, message: String)]
    ) -> Rule {
        Rule(name: name, check: .repository(check))
    }

    func findings(in repository: Repository) -> [Finding] {
        switch check {
        case .file(let check):
            repository.files.flatMap { file in
                check(file).map { Finding(rule: name, path: file.path, line: $0.line, message: $0.message) }
            }
        case .repository(let check):
            check(repository).map { Finding(rule: name, path: $0.path, line: $0.line, message: $0.message) }
        }
    }

    var testDescription: String { name }

    static let all =
        importRules + domainRules + sqlRules + trapRules + concurrencyRules + safetyRules + loggingRules
        + errorRules + leftoverRules + sizeRules + namingRules + documentationRules + testRules + shellRules
        + layoutRules
}
