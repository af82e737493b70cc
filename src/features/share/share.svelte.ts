// Whether the share dialog of the lab in view is open.
class Share {
  open = $state(false);
}
export const share = new Share();
