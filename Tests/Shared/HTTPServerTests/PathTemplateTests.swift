import Testing

@testable import HTTPServer

@Suite("Path templates")
struct PathTemplateTests {
    static func deep(_ count: Int, _ segment: String) -> String {
        String(repeating: "/" + segment, count: count)
    }

    static let table: [(text: String, fault: PathTemplate.Fault?)] = [
        ("/a", nil),
        ("/api/v1/bookings/{id}", nil),
        ("/A-b.c_~9", nil),
        ("", .slashMissing),
        ("a/b", .slashMissing),
        ("/", .segmentEmpty),
        ("/a//b", .segmentEmpty),
        ("/a/", .segmentEmpty),
        ("/a/./b", .byteForbidden),
        ("/a/../b", .byteForbidden),
        ("/a%20b", .byteForbidden),
        ("/a b", .byteForbidden),
        ("/a?b", .byteForbidden),
        ("/\u{e9}", .byteForbidden),
        ("/{}", .parameterMalformed),
        ("/{id", .parameterMalformed),
        ("/{a-b}", .parameterMalformed),
        ("/x{id}", .byteForbidden),
        (deep(12, "a"), nil),
        (deep(13, "a"), .segmentsTooMany),
        (deep(4, "{p}"), nil),
        (deep(5, "{p}"), .parametersTooMany),
        ("/" + String(repeating: "a", count: 255), nil),
        ("/" + String(repeating: "a", count: 256), .tooLong),
    ]

    @Test("each text is a template or has one fault", arguments: table)
    func faults(text: String, fault: PathTemplate.Fault?) {
        do throws(PathTemplate.Fault) {
            _ = try PathTemplate(text)
            #expect(fault == nil)
        } catch {
            #expect(error == fault)
        }
    }
}
