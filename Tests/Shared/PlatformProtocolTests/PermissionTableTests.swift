import Identifiers
import Testing

@testable import PlatformProtocol

@Suite("The permission table")
struct PermissionTableTests {
    static let operations = PermissionTable.operations

    @Test("every operation has a name and a place of its own")
    func unique() {
        let names = Self.operations.map(\.name)
        #expect(Set(names).count == names.count)
        let places = Self.operations.map { "\($0.method.name) \($0.path)" }
        #expect(Set(places).count == places.count)
        #expect(names.allSatisfy { PermissionTable.operation(named: $0)?.name == $0 })
        #expect(PermissionTable.operation(named: "dropEverything") == nil)
    }

    @Test("every operation lies under its service's prefix, what all answer and the gateway's own aside")
    func prefixes() {
        for operation in Self.operations {
            guard let service = operation.service, service != .gateway else { continue }
            let prefixes = ServiceDescriptor.of(service).prefixes
            #expect(
                prefixes.contains { operation.path == $0 || operation.path.hasPrefix($0 + "/") }, "\(operation.name)")
        }
    }

    @Test("every service answers of itself, and only the gateway the pages for people")
    func everywhere() {
        for service in ServiceName.allCases {
            let names = Set(PermissionTable.operations(of: service).map(\.name))
            #expect(names.isSuperset(of: ["getHealth", "getReadiness", "getMetrics", "getVersion", "getDescriptor"]))
            #expect(names.isSuperset(of: ["getOpenAPI", "getAsyncAPI"]))
            #expect(names.contains("listProblems") == (service == .gateway))
            #expect(names.contains("createBooking") == (service == .booking))
        }
    }

    @Test("only what all services answer and the gateway's pages are open; everything else names its roles")
    func denyByDefault() {
        for operation in Self.operations {
            #expect(operation.isOpen == (operation.service == .gateway || operation.service == nil))
            #expect(operation.isOpen == (operation.classification == .public))
            #expect(operation.allows([]) == operation.isOpen)
            #expect(operation.ownOnly.isSubset(of: operation.roles))
        }
    }

    @Test("reading never uses PUT, PATCH or DELETE, and GET never writes")
    func effects() {
        for operation in Self.operations {
            if operation.method == .get { #expect(!operation.changesState) }
            if [.put, .patch, .delete].contains(operation.method) { #expect(operation.changesState) }
        }
    }

    static let rows: [(String, Role, Bool, Bool)] = [
        ("createBooking", .client, true, true), ("createBooking", .manager, true, false),
        ("createBooking", .guest, false, true), ("approveBooking", .manager, true, false),
        ("approveBooking", .client, false, true), ("approveBooking", .fieldManager, false, true),
        ("getBooking", .guest, true, true), ("getBooking", .venue, true, true), ("getBooking", .brandAgent, true, true),
        ("getBooking", .platformAdmin, true, false), ("listBookingsAtVenue", .venue, true, true),
        ("listBookingsOfGuest", .guest, true, true), ("listBookingsOfGuest", .venue, false, true),
        ("acceptAssignment", .brandAgent, true, true), ("replaceStaffRates", .brandAgent, false, true),
        ("publishRules", .complianceOfficer, true, false), ("publishRules", .orgAdmin, false, true),
        ("answerComplianceQuestions", .complianceOfficer, true, false), ("createOrganization", .orgAdmin, false, true),
        ("replaceOrganization", .orgAdmin, true, true), ("reserveInventory", .service, true, false),
        ("createTicket", .guest, true, true), ("sendNotification", .guest, false, true),
    ]

    @Test("who may do what, and who only what is their own", arguments: rows)
    func permissions(name: String, role: Role, allowed: Bool, ownOnly: Bool) throws {
        let operation = try #require(PermissionTable.operation(named: name))
        let roles = RoleSet(role)
        #expect(operation.allows(roles) == allowed)
        #expect(operation.limitsToOwn(roles) == ownOnly)
    }

    @Test("a wider role lifts the limit that a narrower one has")
    func severalRoles() throws {
        let operation = try #require(PermissionTable.operation(named: "getBooking"))
        #expect(operation.limitsToOwn([.client, .guest]))
        #expect(!operation.limitsToOwn([.client, .manager]))
    }

    @Test("the printed table has a line for each operation and a column for each role")
    func markdown() throws {
        let lines = PermissionTable.markdown.split(separator: "\n")
        #expect(lines.count == Self.operations.count + 2)
        #expect(lines.allSatisfy { $0.split(separator: "|", omittingEmptySubsequences: false).count == 17 })
        let approve = try #require(lines.first { $0.contains("approveBooking") })
        let expected =
            "| approveBooking | POST | `/api/v1/bookings/{bookingId}/approve` | confidential | yes "
            + "| ● | ● | ● |  |  |  |  |  |  |  |"
        #expect(approve == expected)
    }

    @Test("every role has its own bit, and names are taken exactly", arguments: Role.allCases)
    func roles(role: Role) {
        #expect(RoleSet(role).rawValue.nonzeroBitCount == 1)
        #expect(RoleSet(role).roles == [role])
        #expect(Role(exactly: role.rawValue) == role)
        #expect(Role(exactly: role.rawValue.uppercased()) == nil)
        #expect(Role(exactly: role.rawValue + " ") == nil)
    }

    @Test("look-alikes are not roles", arguments: ["ＭＡＮＡＧＥＲ", "mаnager", "manager\u{0}", "", "admin", "Manager"])
    func lookAlikes(name: String) {
        #expect(Role(exactly: name) == nil)
    }

    @Test("clearance is the highest of the roles, and without one only the public is clear")
    func clearance() {
        #expect(RoleSet([]).clearance == .public)
        #expect(RoleSet.guest.clearance == .internal)
        #expect(RoleSet([.guest, .manager]).clearance == .restricted)
        #expect(DataClassification.public < .internal && .confidential < .restricted && .restricted < .pii)
        #expect(DataClassification.allCases.filter(\.mayBeLogged) == [.public, .internal, .confidential])
    }
}
