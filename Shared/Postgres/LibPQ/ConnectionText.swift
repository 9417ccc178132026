import CLibPQ

/// What libpq reads from a connection string (PQconninfoParse): a URL or `key=value` pairs.
enum ConnectionText {
    /// The options that the text names, or libpq's complaint about it. The complaint may quote the text.
    static func options(_ text: String) -> Result<[(keyword: String, value: String)], Unreadable> {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let list = PQconninfoParse(text, &complaint) else {
            PQfreemem(complaint)
            return .failure(Unreadable())
        }
        defer { PQconninfoFree(list) }
        var found: [(keyword: String, value: String)] = []
        var entry = list
        while let keyword = entry.pointee.keyword {
            if let value = entry.pointee.val {
                found.append((String(cString: keyword), String(cString: value)))
            }
            entry += 1
        }
        return .success(found)
    }

    /// The text is neither form. Why is not told, because libpq quotes the text, and a password may be in it.
    struct Unreadable: Error {}
}
