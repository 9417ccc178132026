import Bytes
import HTTPWire
import Testing

@Suite("field lines")
struct FieldsTests {
    private func text(_ fields: HTTPFields, omitting names: HTTPFieldNameSet = []) -> String {
        var out: [UInt8] = []
        fields.encode(into: &out, omitting: names)
        return String(decoding: out, as: UTF8.self)
    }

    @Test("lines keep their order and their spelling, and are found in any case")
    func lookup() throws {
        var fields = HTTPFields()
        try fields.append("x-Custom", "1")
        try fields.append(.accept, "a/b")
        try fields.append("X-CUSTOM", "2")
        fields.append(.contentLength, decimal: 42)
        #expect(text(fields) == "x-Custom: 1\r\nAccept: a/b\r\nX-CUSTOM: 2\r\nContent-Length: 42\r\n")
        #expect(fields.first("X-Custom") == "1" && fields.all("x-custom") == ["1", "2"])
        #expect(fields.first("ACCEPT") == "a/b" && fields.contains(.accept) && !fields.contains(.host))
        #expect(fields.count("x-custom") == 2 && fields.count(.host) == 0 && fields.count == 4)
        let digits = fields.withFirst(.contentLength) { $0.count }
        #expect(digits == 2)
        #expect(fields.first(.host) == nil && fields.firstRange("x-none") == nil)
    }

    @Test(
        "what says keep-alive and nothing else of the connection is recognised, in any case",
        arguments: [
            (["keep-alive"], true), (["Keep-Alive"], true), (["KEEP-ALIVE"], true), ([], false), (["close"], false),
            (["keep-alive, close"], false), (["keep-alivf"], false), (["keep-alive", "close"], false),
            (["keep-alive", "keep-alive"], false), ([""], false), (["keep_alive"], false), (["keep-alivE"], true),
        ])
    func keepAlive(values: [String], expected: Bool) throws {
        var fields = HTTPFields()
        for value in values { try fields.append(.connection, value) }
        #expect(fields.saysOnlyKeepAlive == expected)
    }

    @Test("set replaces every line of a name, removeAll takes them away")
    func change() throws {
        var fields = HTTPFields()
        try fields.append(.vary, "a")
        try fields.append("X-A", "1")
        try fields.append(.vary, "b")
        try fields.set(.vary, "c")
        #expect(text(fields) == "X-A: 1\r\nVary: c\r\n")
        fields.removeAll("x-a")
        #expect(text(fields) == "Vary: c\r\n" && !fields.contains("X-A"))
        fields.removeAll(in: [.vary, .host])
        #expect(fields.isEmpty && !fields.contains(.vary))
        var other = HTTPFields()
        try other.append("X-B", "2")
        try other.append(.etag, "3")
        try fields.append(contentsOf: other)
        #expect(fields == other && fields.contains(.etag))
    }

    @Test("what is left out leaves the rest as it was, wherever it stands")
    func omitting() throws {
        var fields = HTTPFields()
        for (name, value) in [("Host", "a"), ("X-A", "1"), ("Date", "d"), ("X-B", "2"), ("Via", "v")] {
            try fields.append(HTTPFieldName(name), value)
        }
        #expect(text(fields, omitting: [.host]) == "X-A: 1\r\nDate: d\r\nX-B: 2\r\nVia: v\r\n")
        #expect(text(fields, omitting: [.date, .via]) == "Host: a\r\nX-A: 1\r\nX-B: 2\r\n")
        #expect(text(fields, omitting: [.accept]) == text(fields))
        #expect(text(HTTPFields()) == "")
    }

    @Test(
        "a name that is no token is refused",
        arguments: ["", "a b", "a:b", "a\r\n", "é", "a\u{0}", "(a)", "a/b", "\"a\""])
    func badNames(name: String) {
        #expect(throws: HTTPFieldFault.nameMalformed) { try HTTPFieldName(name) }
    }

    @Test("a name longer than the table can describe is refused")
    func longNames() throws {
        _ = try HTTPFieldName(String(repeating: "n", count: 65_535))
        #expect(throws: HTTPFieldFault.nameMalformed) { try HTTPFieldName(String(repeating: "n", count: 65_536)) }
    }

    @Test("every known name is recognised in any case, and nothing near it is", arguments: HTTPKnownFieldName.allCases)
    func known(name: HTTPKnownFieldName) throws {
        let text = String(describing: name.text)
        for spelling in [text, text.lowercased(), text.uppercased()] {
            let found = try HTTPFieldName(spelling)
            #expect(found.known == name && found == HTTPFieldName(name) && found.description == text)
        }
        #expect(try HTTPFieldName(text + "x").known == nil)
        #expect(try HTTPFieldName("x" + text).known == nil)
        #expect(try HTTPFieldName(String(text.dropLast()) + "~").known == nil)
        #expect(try HTTPFieldName(text.replacing("-", with: "_") + "_").known == nil)
    }

    @Test("custom names are equal without regard to case and hash alike")
    func customNames() throws {
        let names: Set<HTTPFieldName> = ["X-One", "x-one", "X-Two", .host, "HOST"]
        #expect(names.count == 3)
        #expect(HTTPFieldName("X-One") != HTTPFieldName("X-On"))
    }

    @Test("a set of names holds what was put in", arguments: HTTPKnownFieldName.allCases)
    func sets(name: HTTPKnownFieldName) {
        var set = HTTPFieldNameSet()
        #expect(!set.contains(name) && set.isEmpty)
        set.insert(name)
        #expect(HTTPKnownFieldName.allCases.filter(set.contains) == [name])
        #expect(set.intersects([name]) && set.subtracting([name]).isEmpty && set.union([]) == set)
        set.remove(name)
        #expect(set.isEmpty)
    }

    @Test("there is room for every known name in a set and in the table")
    func capacity() {
        #expect(HTTPKnownFieldName.allCases.count <= 128)
    }

    @Test(
        "the elements of a list are separated by commas outside quotes",
        arguments: [
            ("a, b ,c", ["a", "b", "c"]), (",a,,\t,", ["a"]), ("", []), ("\"a,b\", c", ["\"a,b\"", "c"]),
            ("\"a\\\",b\",c", ["\"a\\\",b\"", "c"]), ("\"open, b", ["\"open, b"]), ("\"\\", ["\"\\"]),
        ])
    func lists(value: String, expected: [String]) throws {
        var fields = HTTPFields()
        try fields.append(.connection, value)
        try fields.append(.connection, "last")
        var elements: [String] = []
        fields.forEachElement(.connection) { element in
            elements.append(String(decoding: element.indices.map { element[$0] }, as: UTF8.self))
        }
        #expect(elements == expected + ["last"])
        #expect(fields.hasToken(.connection, "LAST") && !fields.hasToken(.connection, "las"))
    }
}
