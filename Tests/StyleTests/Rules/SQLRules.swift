/// SQL stands where a reader looks for it.
let sqlRules: [Rule] = [
    .swift("SQL in its place") { file in
        let homes = ["Shared/Postgres/", "Shared/Messaging/", "Tests/", "deploy/"]
        let isHome = file.isIn(homes) || ["/Store/", "/Queries/", "/Migrations/"].contains { file.path.contains($0) }
        guard !isHome else { return [] }
        return file.tokens.filter { $0.isString && isStatement($0.text) }.map {
            ($0.line, "SQL lives in Store/, Queries/, Migrations/, Shared/Postgres or Shared/Messaging: move it there")
        }
    }
]

/// Whether a literal holds a statement, and not just a word that SQL also uses.
private func isStatement(_ text: String) -> Bool {
    let padded = " " + text.split(whereSeparator: \.isWhitespace).joined(separator: " ") + " "
    return padded.contains(" INSERT INTO ") || padded.contains(" DELETE FROM ")
        || (padded.contains(" SELECT ") && padded.utf8.count > 9)
        || (padded.contains(" UPDATE ") && padded.contains(" SET "))
}
