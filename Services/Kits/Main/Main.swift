import KitsService
import ServiceHost

@main
struct Main {
    static func main() throws {
        try ServiceProgram.main(KitManagement.self)
    }
}
