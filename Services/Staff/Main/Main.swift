import ServiceHost
import StaffService

@main
struct Main {
    static func main() throws {
        try ServiceProgram.main(StaffAssignment.self)
    }
}
