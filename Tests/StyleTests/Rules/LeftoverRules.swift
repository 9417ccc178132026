/// What an unfinished thought or an editor leaves behind. The words are spelled in two halves here, because this file
/// is read by its own rules.
let leftoverRules: [Rule] = [
    .text("leftovers") { file in
        let words = unfinishedWords.filter { file.text.contains($0) }
        guard !words.isEmpty else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            guard let word = words.first(where: { line.containsWhole($0) }) else { return nil }
            return (index + 1, "`\(word)` is left over: finish it, or write an issue")
        }
    },
    .swift("unfinished sentences") { file in
        file.comments.sorted { $0.key < $1.key }.compactMap { line, comment in
            unfinishedPhrases.first { comment.lowercased().contains($0) }
                .map { (line, "\"\($0)\" promises another version: finish this one, or say what it does") }
        }
    },
    .text("white space") { file in
        guard file.text.utf8.contains(where: { $0 == 9 || $0 == 13 }) || file.hasTrailingSpace else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            if line.utf8.contains(9) { return (index + 1, "a tab: indent with spaces, write `\\t` in a literal") }
            if line.utf8.contains(13) { return (index + 1, "a carriage return: end lines with a line feed alone") }
            return line.utf8.last == 32 ? (index + 1, "white space at the end of the line: remove it") : nil
        }
    },
    .text("final newline") { file in
        file.text.isEmpty || file.text.utf8.last == 10
            ? [] : [(file.lineCount, "the file's last line has no end: add a line feed")]
    },
    .text("machine paths") { file in
        guard !file.name.hasPrefix("Dockerfile") else { return [] }
        let paths = machinePaths.filter { file.text.contains($0) }
        guard !paths.isEmpty else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            paths.first { line.contains($0) }
                .map { (index + 1, "`\($0)` is a path of one machine: derive it from the checkout or the environment") }
        }
    },
]

let unfinishedWords = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
let unfinishedPhrases = ["for" + " now", "place" + "holder", "not" + " yet implemented", "simplified" + " for"]
let machinePaths = ["home", "root", "Users", "work", "workspace", "builds"].map { "/" + $0 + "/" }

extension SourceFile {
    fileprivate var hasTrailingSpace: Bool { lines.contains { $0.utf8.last == 32 } }
}

extension String {
    /// Whether `word` stands in the text with no letter, digit or underscore beside it.
    fileprivate func containsWhole(_ word: String) -> Bool {
        split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == word }
    }
}
