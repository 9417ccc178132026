/// What can take the process down. Forced unwrapping is swift-format's `NeverForceUnwrap`.
let trapRules: [Rule] = [
    .swift("traps") { file in
        let forced = [
            ("try", "`try!` is banned: throw, or in a test `try`"),
            ("as", "`as!` is banned: `as?` with `guard`, or in a test `try #require(x as? T)`"),
        ].flatMap { keyword, message in
            file.positions(of: keyword).compactMap { index in
                file.reads(at: index + 1, "!") && file.tokens[index + 1].touchesPrevious
                    ? (file.tokens[index].line, message) : nil
            }
        }
        let fatal = file.positions(of: "fatalError").compactMap { index in
            file.reads(at: index + 1, "(")
                ? (
                    file.tokens[index].line,
                    "`fatalError` is banned: throw, or `preconditionFailure` with the invariant"
                )
                : nil
        }
        return forced + fatal
    },
    .swift("precondition says why") { file in
        let conditions = file.positions(of: "precondition").compactMap { index in
            file.reads(at: index + 1, "(") && file.argumentCount(ofCallAt: index + 1) < 2
                ? (file.tokens[index].line, "`precondition` needs a message that states the invariant") : nil
        }
        let failures = file.positions(of: "preconditionFailure").compactMap { index in
            file.reads(at: index + 1, "(", ")")
                ? (file.tokens[index].line, "`preconditionFailure` needs a message that states the invariant") : nil
        }
        return conditions + failures
    },
]

extension SourceFile {
    /// The number of arguments between the parentheses that open at `open`.
    fileprivate func argumentCount(ofCallAt open: Int) -> Int {
        let end = index(afterBracketAt: open) - 1
        guard open + 1 < end else { return 0 }
        var count = 1
        var index = open + 1
        while index < end {
            if !tokens[index].isString && ["(", "{", "["].contains(tokens[index].text) {
                index = self.index(afterBracketAt: index)
                continue
            }
            if reads(at: index, ",") && index + 1 < end { count += 1 }
            index += 1
        }
        return count
    }
}
