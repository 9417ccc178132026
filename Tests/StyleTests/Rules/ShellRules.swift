/// Shell starts programs and does nothing clever.
let shellRules: [Rule] = [
    .text("shell scripts") { file in
        guard file.text.hasPrefix("#!"), file.lines[0].hasSuffix("sh") else { return [] }
        let safety =
            file.lines.prefix(12).contains("set -euo pipefail")
            ? [] : [(2, "a script stops at its first failure: `set -euo pipefail` near the top")]
        let size = file.lineCount > 150 ? [(1, "\(file.lineCount) lines of shell: move the logic into Swift")] : []
        return safety + size
    }
]
