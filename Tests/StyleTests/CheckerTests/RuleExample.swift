import Testing

/// A file, or a few, that a rule accepts or not, and on how many places it speaks.
struct RuleExample: Sendable, CustomTestStringConvertible {
    let rule: String
    let files: [(path: String, text: String)]
    let findings: Int

    init(_ rule: String, _ path: String, _ text: String, finds findings: Int) {
        self.init(rule, [(path, text)], finds: findings)
    }

    init(_ rule: String, _ files: [(path: String, text: String)], finds findings: Int) {
        (self.rule, self.files, self.findings) = (rule, files, findings)
    }

    var repository: Repository {
        Repository(topLevel: files.compactMap { $0.path.split(separator: "/").first.map(String.init) }, texts: files)
    }

    var testDescription: String {
        "\(rule): \(files.last?.text.split(separator: "\n").joined(separator: " ").prefix(60) ?? "")"
    }

    static let all = examplesOfMeaning + examplesOfForm + examplesOfLayout
}
