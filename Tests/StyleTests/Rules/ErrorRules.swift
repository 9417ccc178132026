/// An error that is dropped is dropped on purpose, and the purpose is written down.
let errorRules: [Rule] = [
    .swift("dropped errors") { file in
        // A fuzzer asks only whether the code survives: accepting and refusing are both right.
        guard !file.path.hasPrefix("deploy/Fuzz/") else { return [] }
        let optional = file.positions(of: "try").compactMap { index in
            let line = file.tokens[index].line
            return file.reads(at: index + 1, "?") && file.tokens[index + 1].touchesPrevious
                && !file.explains(line: line)
                ? (line, "`try?` drops an error: say why on this line or the one before, or handle it") : nil
        }
        let empty = file.positions(of: "catch").compactMap { index -> (Int, String)? in
            guard let open = (index + 1..<index + 12).first(where: { file.reads(at: $0, "{") }),
                file.reads(at: open + 1, "}")
            else { return nil }
            let lines = file.tokens[index].line - 1...file.tokens[open + 1].line
            return lines.contains { file.comments[$0] != nil }
                ? nil : (file.tokens[index].line, "an empty `catch` drops an error: say why, or handle it")
        }
        return optional + empty
    }
]
