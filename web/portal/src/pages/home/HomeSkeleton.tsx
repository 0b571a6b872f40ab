import { Card, Skeleton } from "@acompte/shared/components";

export function HomeSkeleton() {
  return (
    <div className="main-and-side">
      <Card>
        <Skeleton lines={6} />
      </Card>
      <div className="stack">
        <Card>
          <Skeleton lines={3} />
        </Card>
        <Card>
          <Skeleton lines={2} />
        </Card>
      </div>
    </div>
  );
}
