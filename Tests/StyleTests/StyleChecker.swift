/// The house style, executable.
///
/// Model: a repository is a set of paths and texts; a rule is a pure function from one file, or from the whole
/// repository, to findings. Exemptions, each with its reason, are subtracted at the end, and one that exempts nothing
/// is a finding itself, so the list can only shrink with the code.
///
/// It reads tokens, not syntax trees, and knows no types: a rule that would need them belongs to the compiler or to
/// swift-format. What is checked by hand in review is in STYLE.md without a mark.
struct StyleChecker {
    let rules: [Rule]
    let exemptions: [Exemption]

    static let house = StyleChecker(rules: Rule.all, exemptions: Exemption.all)

    /// Everything `rule` finds that nothing exempts.
    func findings(of rule: Rule, in repository: Repository) -> [Finding] {
        rule.findings(in: repository).filter { finding in
            !exemptions.contains { $0.covers(finding) }
        }
    }

    /// The exemptions that nothing needs any more.
    func unusedExemptions(in repository: Repository) -> [Exemption] {
        let all = rules.flatMap { $0.findings(in: repository) }
        return exemptions.filter { exemption in !all.contains { exemption.covers($0) } }
    }
}
