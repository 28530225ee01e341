/** What a dashboard looks like from afar. What it shows is streamed to who enters: the plan has nothing live to show. */
export function DashboardPicture() {
  return (
    <svg className="dashboard-picture" viewBox="0 0 240 96" preserveAspectRatio="none" aria-hidden="true">
      <path className="grid-line" d="M0 20 H240 M0 52 H240 M0 84 H240" />
      <path className="second-line" d="M0 78 L30 74 60 76 90 70 120 73 150 66 180 70 210 64 240 67" />
      <path
        className="first-line"
        d="M0 66 L20 58 40 62 60 40 80 48 100 30 120 44 140 36 160 18 180 34 200 26 220 40 240 22"
      />
    </svg>
  );
}
