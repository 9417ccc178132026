/// A reader scrolls functions and scans folders: both are bounded.
let sizeRules: [Rule] = [
    .text("file size") { file in
        guard file.isSwift || file.path.hasSuffix(".c") || file.path.hasSuffix(".h") else { return [] }
        return file.lineCount > SizeLimits.fileLinesMax
            ? [(1, "\(file.lineCount) lines, \(SizeLimits.fileLinesMax) are allowed: split it by subject")] : []
    },
    .swift("function size") { file in
        (file.positions(of: "func") + file.positions(of: "init") + file.positions(of: "deinit")).compactMap { index in
            guard let size = file.lineCount(ofFunctionAt: index), size > SizeLimits.functionLinesMax else { return nil }
            return (
                file.tokens[index].line,
                "\(size) lines, \(SizeLimits.functionLinesMax) are allowed: name the parts and split"
            )
        }
    },
    .text("main size") { file in
        file.path.hasSuffix("/Main/Main.swift") && file.lineCount > SizeLimits.mainLinesMax
            ? [(1, "\(file.lineCount) lines, \(SizeLimits.mainLinesMax) are allowed: compose in the library")] : []
    },
]

enum SizeLimits {
    static let fileLinesMax = 400
    static let functionLinesMax = 70
    static let mainLinesMax = 40
}

extension SourceFile {
    /// The lines from the keyword at `index` to the brace that closes the body, or nil if there is no body.
    fileprivate func lineCount(ofFunctionAt index: Int) -> Int? {
        guard token(at: index - 1)?.text != "." else { return nil }
        let ends: Set = ["func", "init", "deinit", "var", "let", "}", "case", "subscript", "associatedtype"]
        var next = index + 1
        while let token = token(at: next) {
            if token.isString || !["(", "[", "{"].contains(token.text) {
                if ends.contains(token.text) { return nil }
                next += 1
                continue
            }
            let end = self.index(afterBracketAt: next)
            if token.text == "{" { return tokens[end - 1].line - tokens[index].line + 1 }
            next = end
        }
        return nil
    }
}
