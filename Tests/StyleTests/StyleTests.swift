import Testing

@Suite("House style")
struct StyleTests {
    @Test("the repository was found and has files to check")
    func found() {
        #expect(Repository.checkout.files.count > 20)
        #expect(Repository.checkout["Package.swift"] != nil)
    }

    @Test("the whole repository keeps the rule", arguments: Rule.all)
    func repositoryKeeps(rule: Rule) {
        for finding in StyleChecker.house.findings(of: rule, in: .checkout) {
            Issue.record("\(finding)")
        }
    }

    @Test("every exemption is still needed and gives a reason")
    func exemptions() {
        for exemption in StyleChecker.house.exemptions {
            #expect(exemption.reason.contains(" "), "\(exemption)")
        }
        for exemption in StyleChecker.house.unusedExemptions(in: .checkout) {
            Issue.record("nothing needs this exemption any more: \(exemption)")
        }
    }
}
