/// Where the compiler's proof ends, a sentence says who guarantees what.
let safetyRules: [Rule] = [
    .swift("safety is argued") { file in
        let unchecked = file.positions(of: "unchecked").filter { file.reads(at: $0 - 1, "@") }
        let isolated = file.positions(of: "nonisolated").filter { file.reads(at: $0 + 1, "(", "unsafe", ")") }
        let expressions = file.positions(of: "unsafe").filter { index in
            let before = file.token(at: index - 1)?.text
            let next = file.token(at: index + 1)
            return before != "(" && before != "@" && before != "." && next?.kind == .word
                && next?.line == file.tokens[index].line
        }
        let places = unchecked + isolated + expressions + file.positions(of: "Unmanaged")
        let lines = Set(places.map { file.tokens[$0].line })
        return lines.sorted().filter { !file.argues(around: $0, among: lines) }.map { line in
            (line, "what the compiler cannot check needs `// Safety:` above it, saying who guarantees what")
        }
    }
]

extension SourceFile {
    /// Whether a `// Safety:` sentence is among the comments and attributes directly above `line`, or is the first
    /// line inside the braces that `line` opens. Lines that need one and follow each other share it.
    fileprivate func argues(around line: Int, among others: Set<Int>) -> Bool {
        if lines[line - 1].hasSuffix("{"), lines.indices.contains(line), lines[line].isSafetyComment { return true }
        var above = line - 1
        while above >= 1 {
            let text = lines[above - 1].drop { $0 == " " }
            if lines[above - 1].isSafetyComment { return true }
            if others.contains(above) { return argues(around: above, among: others) }
            guard text.hasPrefix("//") || text.hasPrefix("@") else { return false }
            above -= 1
        }
        return false
    }
}

extension String {
    fileprivate var isSafetyComment: Bool { drop { $0 == " " }.hasPrefix("// Safety:") }
}
