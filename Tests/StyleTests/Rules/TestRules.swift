/// A failure report reads as a fact, and no test is left switched off.
let testRules: [Rule] = [
    .swift("test names") { file in
        guard file.isTest else { return [] }
        return file.positions(of: "Test").filter { file.reads(at: $0 - 1, "@") }.compactMap { index in
            let title = file.reads(at: index + 1, "(") ? file.token(at: index + 2) : nil
            return title?.isString == true && title?.text.contains(" ") == true
                ? nil
                : (file.tokens[index].line, "a test's display name is a sentence: `@Test(\"a cancelled booking …\")`")
        }
    },
    .swift("tests that are off") { file in
        guard file.isTest else { return [] }
        let disabled = file.positions(of: "disabled").filter { file.reads(at: $0 - 1, ".", "disabled", "(") }
        return (disabled + file.positions(of: "withKnownIssue")).map { index in
            (file.tokens[index].line, "a test that is off protects nothing: mend it or delete it")
        }
    },
]
