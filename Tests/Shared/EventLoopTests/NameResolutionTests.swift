import EventLoop
import Testing

@Suite("Names and addresses")
struct NameResolutionTests {
    @Test("what is an address already stands for itself")
    func addresses() throws {
        #expect(try NameResolution.addresses(of: "127.0.0.1", port: 80) == [.loopback(port: 80)])
        #expect(try NameResolution.addresses(of: "::1", port: 81).map(\.description) == ["[::1]:81"])
    }

    @Test("the machine's own name for itself resolves to loopback, with the port asked for")
    func localhost() throws {
        let found = try NameResolution.addresses(of: "localhost", port: 8080)
        #expect(found.contains(.loopback(port: 8080)))
        #expect(Set(found).count == found.count)
    }

    @Test("a name that stands for nothing is an error that names it")
    func unknown() {
        #expect(throws: UnresolvedName(host: "no such host.invalid")) {
            _ = try NameResolution.addresses(of: "no such host.invalid", port: 80)
        }
    }
}
