import Testing

@Suite("The style checker")
struct RuleTests {
    @Test("a rule speaks on the places that break it, and on no other", arguments: RuleExample.all)
    func example(_ example: RuleExample) throws {
        let rule = try #require(Rule.all.first { $0.name == example.rule })
        let findings = rule.findings(in: example.repository)
        #expect(findings.count == example.findings, "\(findings)")
    }

    @Test("every rule has an example that passes and one that fails", arguments: Rule.all)
    func covered(rule: Rule) {
        let examples = RuleExample.all.filter { $0.rule == rule.name }
        #expect(examples.contains { $0.findings == 0 })
        #expect(examples.contains { $0.findings > 0 })
    }

    @Test("rules have names of their own")
    func names() {
        #expect(Set(Rule.all.map(\.name)).count == Rule.all.count)
    }

    @Test("a finding names the file, the line and the rule")
    func description() throws {
        let rule = try #require(Rule.all.first { $0.name == "traps" })
        let repository = Repository(topLevel: [], texts: [("Shared/A/A.swift", "\nlet a = try! f()\n")])
        let finding = try #require(rule.findings(in: repository).first)
        #expect(finding.description.hasPrefix("Shared/A/A.swift:2: `try!` is banned"))
        #expect(finding.description.hasSuffix("[traps]"))
    }

    @Test("an exemption covers its own file and rule, and is reported once nothing needs it")
    func exemptions() throws {
        let rule = try #require(Rule.all.first { $0.name == "traps" })
        let repository = Repository(
            topLevel: [], texts: [("Shared/A/A.swift", "try! f()"), ("Shared/B/B.swift", "try! f()")])
        let checker = StyleChecker(
            rules: [rule],
            exemptions: [
                Exemption("traps", "Shared/A/A.swift", "the reason"), Exemption("traps", "Shared/C/", "an old reason"),
                Exemption("printing", "Shared/B/", "another rule"),
            ])
        #expect(checker.findings(of: rule, in: repository).map(\.path) == ["Shared/B/B.swift"])
        #expect(checker.unusedExemptions(in: repository).map(\.path) == ["Shared/C/", "Shared/B/"])
    }
}
