import Testing

@testable import HTTPWire

@Suite("Accept")
struct AcceptTests {
    @Test(
        "the most precise range that covers a type decides, and a weight of zero is a no",
        arguments: [
            ("", true), ("*/*", true), ("application/json", true), ("APPLICATION/JSON", true), ("application/*", true),
            ("image/png", false), ("image/png, application/json", true), ("image/*, */*;q=0.1", true),
            ("application/json;q=0", false), ("application/json; q=0.000, */*", false),
            ("*/*;q=0, application/json", true), ("application/*;q=0, */*", false),
            ("application/json;charset=utf-8;q=0.5", true), ("application/json;v=1;q=0", false),
            ("application/problem+json", false), ("text/html,application/xhtml+xml", false), ("json", true),
            ("*/json", false), ("application/", true), ("text/a;x=\",application/json\"", false),
            ("application/json;q=0, application/json", true),
        ])
    func allowed(accept: String, isAllowed: Bool) throws {
        var fields = HTTPFields()
        try fields.append(HTTPFieldName(.accept), accept)
        #expect(fields.allows(mediaType: "application/json") == isAllowed)
    }

    @Test("without the field everything is allowed; several lines are one list")
    func lines() throws {
        var fields = HTTPFields()
        #expect(fields.allows(mediaType: "application/json"))
        try fields.append(HTTPFieldName(.accept), "image/png")
        try fields.append(HTTPFieldName(.accept), "application/json")
        #expect(fields.allows(mediaType: "application/json"))
        #expect(!fields.allows(mediaType: "text/event-stream"))
        try fields.append(HTTPFieldName(.accept), "text/plain")
        #expect(
            fields.allows(mediaType: "text/plain; version=0.0.4; charset=utf-8"), "its parameters are no part of it")
    }
}
